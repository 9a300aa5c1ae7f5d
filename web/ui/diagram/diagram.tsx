import type { ReactNode, RefObject } from 'react';
import { useEffect, useRef, useState } from 'react';
import 'bpmn-js/dist/assets/diagram-js.css';
import 'bpmn-js/dist/assets/bpmn-js.css';
import { Icon } from '../icons.tsx';
import { Failed } from '../states.tsx';
import type { DiagramPath } from '../audit-types.ts';
import { DiagramCanvas } from './canvas.ts';
import './diagram.css';

/** A diagram with the way taken. The same in words stands beside it wherever it is used (lists of steps, record). */
export default function Diagram({
  path,
  here = null,
  height,
}: {
  path: DiagramPath;
  here?: string | null;
  height: number | 'own';
}): ReactNode {
  const container = useRef<HTMLDivElement>(null);
  const canvas = useRef<DiagramCanvas | null>(null);
  const [broken, setBroken] = useState<unknown>(null);
  useEffect(() => {
    if (!container.current) return undefined;
    const made = new DiagramCanvas(container.current);
    canvas.current = made;
    let live = true;
    setBroken(null);
    const place = container.current;
    made
      .show(path, here)
      .then(() => live && height === 'own' && made.fill(place))
      .catch((error: unknown) => live && setBroken(error));
    return () => {
      live = false;
      canvas.current = null;
      made.destroy();
    };
  }, [path, here, height]);
  useEffect(() => (height === 'own' ? fitPaper(container, canvas) : undefined), [height]);
  if (broken) return <Failed error={broken} />;
  const active = path.visits.filter((v) => v.state === 'active').length;
  return (
    <div className="diagram">
      <div
        className={height === 'own' ? 'diagram-canvas diagram-own' : 'diagram-canvas'}
        ref={container}
        style={height === 'own' ? undefined : { height }}
        role="group"
        aria-label={`${path.processName}第${path.version}版流程图，经过 ${path.visits.length} 个环节，${active} 个正在办理`}
      />
      <div className="diagram-bar">
        <span className="diagram-legend">
          <span className="legend-active">办理中</span>
          <span className="legend-completed">已经过</span>
          <span className="legend-terminated">被终止</span>
        </span>
        <span className="row no-print">
          <Tool label="缩小" icon="minus" onClick={() => canvas.current?.zoomBy(1 / 1.25)} />
          <Tool label="放大" icon="plus" onClick={() => canvas.current?.zoomBy(1.25)} />
          <Tool
            label="看全图"
            icon="fit"
            onClick={() =>
              height === 'own' && container.current
                ? canvas.current?.fill(container.current)
                : canvas.current?.fit()
            }
          />
        </span>
      </div>
    </div>
  );
}

const PAPER_WIDTH = '680px';
const ON_PAPER = 0.3;

/** On paper nothing can be moved, so the whole width must be there, however small; the screen comes back after it. */
function fitPaper(
  place: RefObject<HTMLDivElement | null>,
  canvas: RefObject<DiagramCanvas | null>,
): () => void {
  const draw = (width: string, least?: number): void => {
    if (!place.current || !canvas.current) return;
    place.current.style.width = width;
    canvas.current.fill(place.current, least);
  };
  const before = (): void => draw(PAPER_WIDTH, ON_PAPER);
  const after = (): void => draw('');
  window.addEventListener('beforeprint', before);
  window.addEventListener('afterprint', after);
  return () => {
    window.removeEventListener('beforeprint', before);
    window.removeEventListener('afterprint', after);
  };
}

function Tool({
  label,
  icon,
  onClick,
}: {
  label: string;
  icon: 'plus' | 'minus' | 'fit';
  onClick: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      className="plain-button diagram-tool"
      onClick={onClick}
      title={label}
      aria-label={label}
    >
      <Icon name={icon} size={16} />
    </button>
  );
}
