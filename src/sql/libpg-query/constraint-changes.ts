import { lowerConstraint } from './constraints.js';
import { isCascade } from './relations.js';
import type { Subcommands } from './subcommand.js';

/** The subcommands of ALTER TABLE that are about one constraint. */
export const constraintChanges: Subcommands = {
  AT_AddConstraint: (command, base, ctx) => {
    const constraint = lowerConstraint(command.def.Constraint, ctx);
    return constraint && { ...base, kind: 'addConstraint', constraint };
  },
  AT_DropConstraint: (command, base) => ({
    ...base,
    kind: 'dropConstraint',
    constraint: command.name,
    ifExists: command.missing_ok ?? false,
    cascade: isCascade(command),
  }),
  // What changes only ENFORCED or INHERIT (PostgreSQL 18) has no shape of its own.
  AT_AlterConstraint: ({ def: { ATAlterConstraint: change } }, base) =>
    change.alterDeferrability && {
      ...base,
      kind: 'alterConstraint',
      constraint: change.conname,
      deferrable: change.deferrable ?? false,
      initiallyDeferred: change.initdeferred ?? false,
    },
  AT_ValidateConstraint: ({ name }, base) => ({ ...base, kind: 'validateConstraint', constraint: name }),
};
