import { Panel, useReactFlow } from '@xyflow/react';
import { Icon } from '../../components/icon.tsx';
import { fitOptions } from './fit-options.ts';
import '../../components/icon-button.css';

/** Ctrl and the wheel, or two fingers, do the same. */
export function ZoomButtons() {
  const { zoomIn, zoomOut, fitView } = useReactFlow();
  return (
    <Panel className="zoom-buttons" position="top-right">
      <button
        className="icon-button"
        aria-label="Zoom in"
        onClick={() => void zoomIn()}
        title="Zoom in"
        type="button"
      >
        <Icon name="plus" size={14} />
      </button>
      <button
        className="icon-button"
        aria-label="Zoom out"
        onClick={() => void zoomOut()}
        title="Zoom out"
        type="button"
      >
        <Icon name="dash" size={14} />
      </button>
      <button
        className="icon-button"
        aria-label="Show all"
        onClick={() => void fitView(fitOptions)}
        title="Show all"
        type="button"
      >
        <Icon name="fit" size={14} />
      </button>
    </Panel>
  );
}
