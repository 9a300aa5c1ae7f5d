import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';
import { useLocation } from 'wouter';
import { layoutWeb, type Box } from './web-layout.ts';
import { wordsOf, type CaseWebAnswer, type WebNode } from './web-words.ts';

const MARGIN = 16;
/** A line of Chinese of this many characters fits a case's box. */
const FITS = { case: 15, trigger: 12, item: 11 };

/** The picture of the web. The table below it says the same in words, so it is one image to a screen reader. */
export function WebPicture({ of }: { of: CaseWebAnswer }): ReactNode {
  const { boxes, width, height } = layoutWeb(of);
  const size = { width: width + 2 * MARGIN, height: height + 2 * MARGIN };
  const frame = useRef<HTMLDivElement>(null);
  const middle = centre(boxes.get(of.root));
  useEffect(() => {
    // On a phone the picture is wider than the window: it opens at the case itself.
    const window = frame.current;
    if (window) window.scrollLeft = middle + MARGIN - window.clientWidth / 2;
  }, [middle]);
  return (
    <div ref={frame} className="web-scroll" tabIndex={0} role="group" aria-label="关系图，可左右滚动">
      <svg
        {...size}
        viewBox={`${-MARGIN} ${-MARGIN} ${size.width} ${size.height}`}
        role="img"
        aria-label="案件关系图，内容见下表"
      >
        <defs>
          <marker
            id="web-arrow"
            viewBox="0 0 8 8"
            refX="8"
            refY="4"
            markerWidth="7"
            markerHeight="7"
            orient="auto"
          >
            <path d="M0 0L8 4L0 8z" />
          </marker>
        </defs>
        {of.edges.map((edge) => (
          <Edge
            key={`${edge.from}${edge.to}${edge.kind}`}
            edge={edge}
            from={boxes.get(edge.from)}
            to={boxes.get(edge.to)}
          />
        ))}
        {of.nodes.map((node) => (
          <Node key={node.id} node={node} box={boxes.get(node.id)!} root={node.id === of.root} />
        ))}
      </svg>
    </div>
  );
}

const centre = (box: Box | undefined): number => (box ? box.x + box.width / 2 : 0);

function Edge({
  edge,
  from,
  to,
}: {
  edge: CaseWebAnswer['edges'][number];
  from: Box | undefined;
  to: Box | undefined;
}): ReactNode {
  if (!from || !to) return null;
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2];
  const bend = Math.max(36, Math.abs(x2 - x1) / 2);
  return (
    <g className="web-edge">
      <path
        d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
        markerEnd="url(#web-arrow)"
      />
      <text x={(x1 + x2) / 2} y={(y1 + y2) / 2 - 5}>
        {edge.word}
      </text>
    </g>
  );
}

const cut = (text: string, fits: number): string =>
  [...text].length > fits ? `${[...text].slice(0, fits - 1).join('')}…` : text;

function Node({ node, box, root }: { node: WebNode; box: Box; root: boolean }): ReactNode {
  const [, go] = useLocation();
  const { head, lines } = wordsOf(node);
  const opens = node.kind === 'case' && node.seen && !root;
  const classes = [
    'web-node',
    `web-${node.kind}`,
    root ? 'web-root' : '',
    node.seen ? '' : 'web-unseen',
    node.orphan ? 'web-orphan' : '',
    opens ? 'web-opens' : '',
  ];
  const texts = [head, ...lines];
  const first = box.height / 2 - (texts.length - 1) * 10 + 5;
  return (
    <g
      className={classes.filter(Boolean).join(' ')}
      transform={`translate(${box.x} ${box.y})`}
      onClick={opens ? () => go(`/cases/${node.id}`) : undefined}
    >
      <title>{[...texts, node.kind === 'case' ? node.title : null].filter(Boolean).join('\n')}</title>
      <rect width={box.width} height={box.height} rx="4" />
      {texts.map((text, index) => (
        <text
          key={index}
          x={box.width / 2}
          y={first + index * 20}
          className={index === 0 ? 'web-head' : undefined}
        >
          {cut(text, FITS[node.kind])}
        </text>
      ))}
    </g>
  );
}
