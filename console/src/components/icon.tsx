/** Drawn on a grid of 16, as strokes: one path each. */
const paths = {
  overview: 'M2.5 13.5v-5M6.2 13.5v-9M9.8 13.5v-6M13.5 13.5V2.5',
  incidents: 'M8 1.8 14.6 13.4H1.4ZM8 6v3.6M8 11.6v.2',
  approvals: 'M2 3h12v8.2H8.4L5 14v-2.8H2ZM5.3 7.2 7.2 9l3.6-3.8',
  executions:
    'M3.4 5.2a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM12.6 14.4a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6ZM3.4 5.2v4.4a3 3 0 0 0 3 3h4.4',
  playbooks: 'M3 2.2h8a2 2 0 0 1 2 2v9.6H5a2 2 0 0 1-2-2ZM3 11.8a2 2 0 0 1 2-2h8M5.8 5.4h4.4',
  letters: 'M1.8 3.4h12.4v9.2H1.8ZM1.8 4.4 8 9l6.2-4.6',
  messages: 'M4 6.4a4 4 0 0 1 8 0c0 4 1.6 4.8 1.6 4.8H2.4S4 10.4 4 6.4ZM6.6 13.8a1.6 1.6 0 0 0 2.8 0',
  search: 'M7 12.2A5.2 5.2 0 1 0 7 1.8a5.2 5.2 0 0 0 0 10.4ZM10.8 10.8 14.4 14.4',
  more: 'M3 8h.1M8 8h.1M13 8h.1',
  check: 'M2.8 8.6 6.2 12l7-8',
  cross: 'M3.6 3.6l8.8 8.8M12.4 3.6l-8.8 8.8',
  dash: 'M3 8h10',
  circle: 'M8 13.6A5.6 5.6 0 1 0 8 2.4a5.6 5.6 0 0 0 0 11.2Z',
  half: 'M8 13.6A5.6 5.6 0 1 0 8 2.4a5.6 5.6 0 0 0 0 11.2ZM8 2.4v11.2M8 5h3.6M8 8h5M8 11h3.6',
  question: 'M5.4 5.8a2.6 2.6 0 1 1 3.6 2.4c-.7.3-1 .8-1 1.6M8 12.4v.2',
  shield: 'M8 1.6 13.6 4v3.8c0 3.4-2.4 5.7-5.6 6.8-3.2-1.1-5.6-3.4-5.6-6.800V4ZM5.4 8 7.3 9.900l3.4-3.8',
  undo: 'M5.6 3 2.4 6.200l3.2 3.200M2.6 6.200h6.600a4 4 0 0 1 0 8H6',
  clock: 'M8 14.200A6.2 6.2 0 1 0 8 1.800a6.2 6.2 0 0 0 0 12.400ZM8 4.600V8l2.4 1.6',
  copy: 'M5.6 5.600h8v8h-8ZM10.4 5.600V2.400h-8v8h3.2',
  download: 'M8 1.800v8.400M4.6 7 8 10.4 11.4 7M2.4 13.600h11.2',
  arrow: 'M3 8h10M9 4l4 4-4 4',
  chevron: 'M6 3.6 10.4 8 6 12.4',
  pause: 'M5.2 3v10M10.8 3v10',
  play: 'M4.6 2.8 12.6 8l-8 5.200Z',
  sun: 'M8 10.800a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.600ZM8 1v1.800M8 13.200V15M1 8h1.800M13.2 8H15M3 3l1.3 1.300M11.7 11.7 13 13M13 3l-1.3 1.300M4.3 11.7 3 13',
  moon: 'M13.4 9.800A6 6 0 0 1 6.2 2.600a6 6 0 1 0 7.2 7.200Z',
  screen: 'M1.8 2.800h12.400v8.400H1.800ZM5.6 14h4.800M8 11.200V14',
  keyboard: 'M1.4 4h13.200v8H1.400ZM4 6.600h.1M6.7 6.600h.1M9.4 6.600h.1M12 6.600h.1M4.8 9.500h6.4',
  exit: 'M6 2.400H2.600v11.200H6M6.6 8h7M10.6 5l3 3-3 3',
  refresh: 'M13.4 8A5.4 5.4 0 1 1 11.6 4M11.8 1.400V4.200H9',
  filter: 'M1.8 3h12.400L9.4 8.600v4.800l-2.8-1.400V8.600Z',
  external: 'M9 2.400h4.600V7M13.6 2.4 7.4 8.600M11.6 9v4.600H2.400V4.400H7',
  plus: 'M8 3v10M3 8h10',
  fit: 'M2.400 6V2.400H6M10 2.400h3.600V6M13.600 10v3.600H10M6 13.600H2.400V10',
  info: 'M8 14.200A6.2 6.2 0 1 0 8 1.800a6.2 6.2 0 0 0 0 12.400ZM8 7.200v4M8 4.800V5',
} as const;

export type IconName = keyof typeof paths;

/** A picture beside words that say the same: assistive technology does not see it. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      className="icon"
      fill="none"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.5"
      viewBox="0 0 16 16"
      width={size}
    >
      <path d={paths[name]} />
    </svg>
  );
}
