import { dotGraph } from './dot.js';
import type { DependencyGraph } from './graph.js';
import { mermaidGraph } from './mermaid.js';
import { textGraph } from './text.js';

export const graphFormatNames = ['text', 'mermaid', 'dot', 'json'] as const;
export type GraphFormat = (typeof graphFormatNames)[number];

/** The graph as text. JSON holds `schema`, `migrations` and `edges`. */
export const graphFormats: Readonly<Record<GraphFormat, (graph: DependencyGraph) => string>> = {
  text: textGraph,
  mermaid: mermaidGraph,
  dot: dotGraph,
  json: (graph) => `${JSON.stringify({ schema: 1, ...graph }, null, 2)}\n`,
};
