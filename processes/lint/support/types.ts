import type { DiagramElement, GateContext } from '../../../core/gate/types.ts';

export type { DiagramElement, GateContext };

/** What bpmnlint hands to a rule for saying something: the element's id and a Chinese message. */
export interface Reporter {
  report(element: string, message: string): void;
}

/**
 * A rule as bpmnlint runs it: made once per check from what the diagram may refer to, then shown every element of
 * the diagram. `check` returns false to skip what is inside the element.
 */
export interface Rule {
  check(element: DiagramElement, reporter: Reporter): boolean | void;
}

/** Default export of every rule file; the file's name is the rule's name. */
export type RuleFactory = (context: GateContext) => Rule;
