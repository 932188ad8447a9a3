/** `squawk-ignore a, b -- why`, and its form for a whole file, in a comment of either kind. */
const directive = /(--|\/\*)[ \t]*squawk-(ignore-file|ignore)(?![-\w])([^\n]*?)(?=[ \t]*(?:\*\/|--|$))/gm;

export interface Ignores {
  /** With our comments in place of theirs. */
  readonly sql: string;
  /** Their rules that the comments name, whether they exist or not. */
  readonly named: readonly string[];
}

/**
 * Rewrites the comments by which squawk is told to be silent. Rules that we lack are left out, and a comment that names
 * no other. Each gets a reason, since we ask for one.
 * @param ours our rules for one of theirs; `undefined`: squawk has no such rule, and the name stays as it is
 */
export function translateIgnores(sql: string, ours: (rule: string) => readonly string[] | undefined): Ignores {
  const named: string[] = [];
  const translated = sql.replace(directive, (_, opening: string, form: string, list: string) => {
    const names = list.split(',').map((name) => name.trim());
    named.push(...names.filter((name) => name !== ''));
    const ids = names.flatMap((name) => ours(name) ?? [name]);
    if (ids.length === 0) return opening;
    return `${opening} pgairlock-disable-${form === 'ignore' ? 'next-line' : 'file'} ${ids.join(', ')} -- as before`;
  });
  return { sql: translated, named };
}
