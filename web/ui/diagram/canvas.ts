import NavigatedViewer from 'bpmn-js/lib/NavigatedViewer.js';
import type { DiagramPath } from '../audit-types.ts';

/** The viewer as far as it is used here (its declarations read as CommonJS and hide the class). */
interface Bpmn {
  importXML: (xml: string) => Promise<unknown>;
  get: <T>(service: string) => T;
  destroy: () => void;
}
const Viewer = NavigatedViewer as unknown as new (options: Record<string, unknown>) => Bpmn;

interface Shape {
  id: string;
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
}
interface Viewbox {
  x: number;
  y: number;
  width: number;
  height: number;
  inner: { x: number; y: number; width: number; height: number };
}
interface Canvas {
  zoom: (to?: 'fit-viewport' | number, center?: 'auto' | { x: number; y: number }) => number;
  viewbox: (box?: { x: number; y: number; width: number; height: number }) => Viewbox;
  scroll: (by: { dx: number; dy: number }) => void;
  getContainer: () => HTMLElement;
  resized: () => void;
  addMarker: (id: string, marker: string) => void;
}
interface Overlays {
  add: (
    id: string,
    type: string,
    overlay: { position: Record<string, number>; html: string | HTMLElement },
  ) => void;
}

const READABLE = 0.72;
const MARGIN = 20;

/** A BPMN diagram on the page with the way of one case drawn in. */
export class DiagramCanvas {
  readonly #viewer: Bpmn;
  #stopTouch: () => void = () => undefined;

  constructor(container: HTMLElement) {
    this.#viewer = new Viewer({ container, zoomScroll: { enabled: false } });
  }

  get #canvas(): Canvas {
    return this.#viewer.get<Canvas>('canvas');
  }

  /** Draw the diagram and its path; `here` is the element to stand at, else the whole diagram is shown. */
  async show(path: DiagramPath, here: string | null): Promise<void> {
    await this.#viewer.importXML(path.bpmn);
    this.#mark(path, here);
    this.fit(here);
    this.#stopTouch();
    this.#stopTouch = followTouch(this.#canvas);
  }

  #mark(path: DiagramPath, here: string | null): void {
    const registry = this.#viewer.get<{ get: (id: string) => Shape | undefined }>('elementRegistry');
    const overlays = this.#viewer.get<Overlays>('overlays');
    for (const { flowId } of path.flows) if (registry.get(flowId)) this.#canvas.addMarker(flowId, 'bh-taken');
    for (const visit of path.visits) {
      const shape = registry.get(visit.elementId);
      if (!shape) continue;
      this.#canvas.addMarker(visit.elementId, `bh-${visit.state}`);
      if (visit.count > 1)
        overlays.add(visit.elementId, 'count', {
          position: chipPlace(shape),
          html: chip('bh-chip', visitsText(visit)),
        });
    }
    for (const incident of path.incidents) {
      if (registry.get(incident.elementId))
        overlays.add(incident.elementId, 'incident', {
          position: { bottom: 9, left: -6 },
          html: chip('bh-chip bh-chip-bad', '故障'),
        });
    }
    if (here && registry.get(here)) {
      this.#canvas.addMarker(here, 'bh-here');
      overlays.add(here, 'here', { position: { top: -27, left: 0 }, html: chip('bh-here-flag', '您在这里') });
    }
  }

  /** The whole diagram, or, with an element, a readable size around it. */
  fit(here: string | null = null): void {
    const fitted = this.#canvas.zoom('fit-viewport', 'auto');
    if (!here) {
      if (fitted > 1) this.#canvas.zoom(1, 'auto');
      return;
    }
    const shape = this.#viewer.get<{ get: (id: string) => Shape | undefined }>('elementRegistry').get(here);
    if (!shape || fitted >= READABLE) return;
    const { clientWidth, clientHeight } = this.#canvas.getContainer();
    const width = clientWidth / READABLE;
    const height = clientHeight / READABLE;
    this.#canvas.viewbox({
      x: shape.x + shape.width / 2 - width / 2,
      y: shape.y + shape.height / 2 - height / 2,
      width,
      height,
    });
  }

  /**
   * Make the container as high as the diagram is at the container's width, so that a diagram laid out in rows is read
   * by scrolling the page. Never smaller than `least`: on a phone it is then wider than the screen and is moved.
   */
  fill(container: HTMLElement, least = READABLE): void {
    const { inner } = this.#canvas.viewbox();
    const scale = Math.min(1, Math.max(least, (container.clientWidth - 2 * MARGIN) / inner.width));
    container.style.height = `${Math.round(inner.height * scale + 2 * MARGIN)}px`;
    const left = Math.max(0, (container.clientWidth / scale - inner.width) / 2 - MARGIN / scale);
    this.#canvas.resized();
    this.#canvas.viewbox({
      x: inner.x - MARGIN / scale - left,
      y: inner.y - MARGIN / scale,
      width: container.clientWidth / scale,
      height: container.clientHeight / scale,
    });
  }

  zoomBy(factor: number): void {
    this.#canvas.zoom(Math.min(3, Math.max(0.15, this.#canvas.zoom() * factor)), 'auto');
  }

  destroy(): void {
    this.#stopTouch();
    this.#viewer.destroy();
  }
}

/** In a corner that carries no words: events are named below, gateways above, to the right and below. */
const chipPlace = ({ type }: Shape): Record<string, number> => {
  if (type.endsWith('Event')) return { top: -6, right: 10 };
  return type.endsWith('Gateway') ? { bottom: 14, left: -12 } : { bottom: 9, right: 12 };
};

/** Side by side instances tell how many are done; what is over tells how often it was passed. */
const visitsText = ({ count, active }: { count: number; active: number }): string =>
  active > 0 ? `办结${count - active}/${count}` : `${count}次`;

function chip(className: string, text: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  element.textContent = text;
  return element;
}

/** One finger moves the diagram, two fingers size it (bpmn-js itself only follows a mouse). */
function followTouch(canvas: Canvas): () => void {
  const element = canvas.getContainer();
  const fingers = new Map<number, { x: number; y: number }>();
  const spread = (): number => {
    const [a, b] = [...fingers.values()];
    return a && b ? Math.hypot(a.x - b.x, a.y - b.y) : 0;
  };
  const down = (event: PointerEvent): void => {
    if (event.pointerType === 'touch') fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  };
  const move = (event: PointerEvent): void => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const wide = spread();
    fingers.set(event.pointerId, { x: event.clientX, y: event.clientY });
    if (fingers.size === 1) canvas.scroll({ dx: event.clientX - before.x, dy: event.clientY - before.y });
    else if (wide > 0) canvas.zoom(Math.min(3, Math.max(0.15, canvas.zoom() * (spread() / wide))), 'auto');
  };
  const up = (event: PointerEvent): void => void fingers.delete(event.pointerId);
  const events = [
    ['pointerdown', down],
    ['pointermove', move],
    ['pointerup', up],
    ['pointercancel', up],
  ] as const;
  for (const [name, act] of events) element.addEventListener(name, act);
  return () => {
    for (const [name, act] of events) element.removeEventListener(name, act);
  };
}
