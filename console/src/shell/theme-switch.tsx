import { useState } from 'react';
import { Icon } from '../components/icon.tsx';
import '../components/icon-button.css';
import { applyTheme, nextTheme, readTheme } from './theme.ts';

const icons = { system: 'screen', light: 'sun', dark: 'moon' } as const;
const names = { system: 'as the system', light: 'light', dark: 'dark' } as const;

export function ThemeSwitch() {
  const [theme, setTheme] = useState(readTheme);
  const change = () => {
    const next = nextTheme(theme);
    applyTheme(next);
    setTheme(next);
  };
  const label = `Colours: ${names[theme]}. Change to ${names[nextTheme(theme)]}`;
  return (
    <button className="icon-button" onClick={change} title={label} type="button">
      <Icon name={icons[theme]} />
      <span className="visually-hidden">{label}</span>
    </button>
  );
}
