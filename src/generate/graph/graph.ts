/** Who needs whom among the migrations of a folder. */
export interface DependencyGraph {
  /** In the order in which they are applied. */
  readonly migrations: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

export interface GraphNode {
  readonly id: string;
  /** As reported. */
  readonly path: string;
}

/** `from` needs `to`. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  /** The migration says so itself. */
  readonly declared: boolean;
  /** What it uses of the other, as the replay shows: `table books`. Empty where it is only declared. */
  readonly objects: readonly string[];
}

/** The migrations of these ids, all that they need and all that need them, near and far. */
export function focusGraph({ migrations, edges }: DependencyGraph, ids: readonly string[]): DependencyGraph {
  const needed = reach(
    ids,
    edges,
    ({ from }) => from,
    ({ to }) => to,
  );
  const needing = reach(
    ids,
    edges,
    ({ to }) => to,
    ({ from }) => from,
  );
  const isOn = (side: ReadonlySet<string>, { from, to }: GraphEdge): boolean => side.has(from) && side.has(to);
  return {
    migrations: migrations.filter(({ id }) => needed.has(id) || needing.has(id)),
    edges: edges.filter((edge) => isOn(needed, edge) || isOn(needing, edge)),
  };
}

function reach(
  ids: readonly string[],
  edges: readonly GraphEdge[],
  startOf: (edge: GraphEdge) => string,
  endOf: (edge: GraphEdge) => string,
): ReadonlySet<string> {
  const ends = new Map<string, string[]>();
  for (const edge of edges) ends.set(startOf(edge), [...(ends.get(startOf(edge)) ?? []), endOf(edge)]);
  const reached = new Set<string>();
  const open = [...ids];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (reached.has(next)) continue;
    reached.add(next);
    open.push(...(ends.get(next) ?? []));
  }
  return reached;
}

/** `declared; table books and type mood`. */
export const reasonText = ({ declared, objects }: GraphEdge, listed: string): string =>
  [...(declared ? ['declared'] : []), ...(objects.length > 0 ? [listed] : [])].join('; ');
