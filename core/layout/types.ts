/** A place on the canvas, in bpmn-js units (1 unit = 1 px at zoom 1), y downwards. */
export interface Point {
  x: number;
  y: number;
}

/** An axis-parallel box; `x`, `y` is its top left corner. */
export interface Rect extends Point {
  width: number;
  height: number;
}

/** Side of a shape a flow leaves from or enters at. */
export type Side = 'N' | 'E' | 'S' | 'W';

/** What moddle hands out, reduced to what the layout looks at. */
export interface Element {
  $type: string;
  $parent?: Element;
  $children?: Element[];
  id: string;
  name?: string;
  value?: string;
  text?: string;
  flowElements?: Element[];
  artifacts?: Element[];
  rootElements?: Element[];
  diagrams?: Element[];
  plane?: Element;
  planeElement?: Element[];
  bpmnElement?: Element;
  bounds?: Rect;
  label?: { bounds?: Rect };
  waypoint?: Point[];
  sourceRef?: Element;
  targetRef?: Element;
  attachedToRef?: Element;
  categoryValueRef?: Element;
  categoryValue?: Element[];
  default?: Element;
  extensionElements?: { values?: Element[] };
  properties?: Element[];
  loopCharacteristics?: Element;
  triggeredByEvent?: boolean;
}

/** How a flow node is drawn; boundary events belong to their host and are no nodes of their own. */
export type Kind = 'task' | 'event' | 'gateway' | 'sub';

/** A boundary event, drawn on the lower border of its host. */
export interface Boundary {
  id: string;
  name: string;
}

/** A text annotation that is tied to an element by the association `link` and travels with it. */
export interface Note {
  id: string;
  text: string;
  link: string;
  at: string;
}

/** Something without a place in the flow: a free annotation, a data object, a data store. */
export interface Loose {
  id: string;
  name: string;
  width: number;
  height: number;
}

/** A flow node of one scope. `order` is its place in the XML, which is the reading order of the process. */
export interface Node {
  id: string;
  kind: Kind;
  name: string;
  order: number;
  section: string;
  width: number;
  height: number;
  end: boolean;
  boundaries: Boundary[];
  notes: Note[];
  inner?: Scope;
  drawing?: Drawing;
}

/** A sequence flow; one that leaves a boundary event has the host as `source` and the event as `boundary`. */
export interface Flow {
  id: string;
  name: string;
  source: string;
  target: string;
  boundary?: string;
  isDefault: boolean;
  preferred: boolean;
}

/** A process or the inside of a subprocess: flows never leave it, so each scope is laid out by itself. */
export interface Scope {
  id: string;
  multi: boolean;
  nodes: Node[];
  flows: Flow[];
  eventSubs: Node[];
  loose: Loose[];
}

/** The finished picture of a scope, in its own coordinates; keys are element ids. */
export interface Drawing {
  width: number;
  height: number;
  shapes: Map<string, Rect>;
  labels: Map<string, Rect>;
  flows: Map<string, Point[]>;
  sections: { title: string; frame: Rect; label: Rect }[];
}

/** How much work is spent: `quick` for the studio, `full` for diagrams that are shipped. */
export type Effort = 'quick' | 'full';

/** The measures of a finished diagram; see docs/decisions/0002-layout.md for each. */
export interface LayoutMetrics {
  /** Shapes that overlap (not parent and child, not host and boundary event). */
  shapeOv: number;
  /** Flows that run through a shape they do not belong to. */
  edgeShape: number;
  /** Labels on foreign shapes. */
  labShape: number;
  /** Labels on flows. */
  labEdge: number;
  /** Labels on labels. */
  labLab: number;
  /** Pairs of unrelated flows that look like one line: on top of each other, or one turning on the other. */
  lineOn: number;
  /** Segments that are neither horizontal nor vertical. */
  slant: number;
  /** Distinct points at which flows cross. */
  cross: number;
  crossPerFlow: number;
  bends: number;
  bendsPerFlow: number;
  /** Percent of the steps of the main path within a row that run straight. */
  main: number;
  width: number;
  height: number;
  rows: number;
  /** Steps aside of less than 10 units within a flow. */
  jog: number;
  elements: number;
  flows: number;
  /** Sum of all flow lengths. */
  length: number;
}
