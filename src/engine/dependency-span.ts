import type { Span } from '../core/span.js';
import type { Script } from '../sql/script.js';

/** Where the file names a dependency in a comment; its beginning where the dependency is written somewhere else. */
export function dependencySpan({ comments, text }: Script, dependency: string): Span {
  const comment = comments.find(({ span }) => text.slice(span.start, span.end).includes(dependency));
  if (comment === undefined) return { start: 0, end: 0 };
  const start = text.indexOf(dependency, comment.span.start);
  return { start, end: start + dependency.length };
}
