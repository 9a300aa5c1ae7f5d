/** The parts of our own OpenAPI document that requests are made from. */
export interface Operation {
  /** `get /cases/{caseId}` */
  name: string;
  method: string;
  path: string;
  parameters: { name: string; in: string; schema: Schema }[];
  body?: { type: string; schema: Schema };
  statuses: string[];
}

/** As much of JSON Schema as our documents use. */
export interface Schema {
  type?: string;
  const?: unknown;
  anyOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  patternProperties?: Record<string, Schema>;
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
}

interface Document {
  paths: Record<
    string,
    Record<
      string,
      {
        parameters: Operation['parameters'];
        requestBody?: { content: Record<string, { schema: Schema }> };
        responses: Record<string, unknown>;
      }
    >
  >;
}

/** Every operation of the document that a product serves. */
export async function operationsOf(url: string): Promise<Operation[]> {
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as Document;
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { parameters, requestBody, responses }]) => {
      const [content] = Object.entries(requestBody?.content ?? {});
      return {
        name: `${method} ${path}`,
        method: method.toUpperCase(),
        path,
        parameters,
        ...(content ? { body: { type: content[0], schema: content[1].schema } } : {}),
        statuses: Object.keys(responses),
      };
    }),
  );
}
