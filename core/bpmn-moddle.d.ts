/** bpmn-moddle ships types for the BPMN elements but none for its entry point; this is the part we use. */
declare module 'bpmn-moddle' {
  export interface ParseResult {
    // moddle builds its element classes at run time from descriptors, so the shape depends on the extensions loaded.
    rootElement: any;
    references: { element: any; property: string; id: string }[];
    warnings: { message: string; error?: Error }[];
    elementsById: Record<string, any>;
  }
  export class BpmnModdle {
    constructor(packages?: Record<string, unknown>, options?: Record<string, unknown>);
    fromXML(xml: string, typeName?: string, options?: Record<string, unknown>): Promise<ParseResult>;
    toXML(element: unknown, options?: { format?: boolean; preamble?: boolean }): Promise<{ xml: string }>;
    create(type: string, attributes?: Record<string, unknown>): any;
  }
}
