import type { Operation } from '../sql/operation.js';
import type { Statement } from '../sql/script.js';
import type { RuleContext } from './rule.js';

type Place = Pick<RuleContext<unknown>, 'script' | 'statement' | 'session'>;

/** The statements that have run in the same transaction before this one, in order. */
export const earlierInTransaction = ({ script, statement, session }: Place): readonly Statement[] =>
  script.statements.slice(Math.max(0, statement.index - session.statementsInTransaction), statement.index);

/** The operations that have run in the same transaction, in earlier statements and in this one. */
export const earlierOperationsInTransaction = (op: Operation, place: Place): readonly Operation[] => [
  ...earlierInTransaction(place).flatMap(({ operations }) => operations),
  ...place.statement.operations.slice(0, place.statement.operations.indexOf(op)),
];
