import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { applyTheme, readTheme } from './shell/theme.ts';
import './style/tokens.css';
import './style/base.css';
import './style/tones.css';

applyTheme(readTheme());
const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no element #root');
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
