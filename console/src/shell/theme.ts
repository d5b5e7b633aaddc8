/** `system`: as the operating system has it. */
export type Theme = 'system' | 'light' | 'dark';

const key = 'tourniquet.theme';
const isTheme = (value: string | null): value is Theme => value === 'light' || value === 'dark';

/** What was chosen in this browser. */
export function readTheme(): Theme {
  const kept = localStorage.getItem(key);
  return isTheme(kept) ? kept : 'system';
}

/** Shows the page in a theme, and keeps the choice. */
export function applyTheme(theme: Theme): void {
  if (theme === 'system') {
    localStorage.removeItem(key);
    delete document.documentElement.dataset['theme'];
  } else {
    localStorage.setItem(key, theme);
    document.documentElement.dataset['theme'] = theme;
  }
}

const order: readonly Theme[] = ['system', 'light', 'dark'];

/** What the switch goes to next. */
export const nextTheme = (theme: Theme): Theme =>
  order[(order.indexOf(theme) + 1) % order.length] ?? 'system';
