import type { Risk } from '../../../../core/risk.ts';
import { Card } from '../../components/page.tsx';

/** Where the score comes from: every factor with its points and its reason. */
export const Score = ({ risk: { score, level, factors, weights } }: { readonly risk: Risk }) => (
  <Card title="Risk">
    <p className="score-number">
      {score} <small>of 100 · {level.toLowerCase()}</small>
    </p>
    <ul className="factors">
      {factors.map(({ name, points, reason }) => (
        <li key={name}>
          <span className="points">{points > 0 ? `+${points}` : points}</span>
          <span>
            <strong>{name}</strong> <span className="dim">{reason}</span>
          </span>
        </li>
      ))}
    </ul>
    <p className="dim small">Weights {weights}. The sum is kept within 0 and 100.</p>
  </Card>
);
