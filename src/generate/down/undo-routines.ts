import type { Change } from '../../catalog/journal.js';
import type { Routine } from '../../catalog/model.js';
import { signatureOf } from '../../catalog/routine-signature.js';
import { formatQualified, quoteName } from '../../core/name.js';
import { role } from './sql-text.js';
import { cannot, does, joined, nothing, phase, statement, type Undo } from './step.js';
import { ifExists, type UndoContext } from './undo-context.js';
import { grantsText } from './write-grants.js';
import { alteredClauses, mustBeMadeAnew, routineSignature, routineText } from './write-routine.js';

/** Brings all overloads of a name back to what they were. */
export function undoRoutines({ before = [], after = [] }: Change<readonly Routine[]>, context: UndoContext): Undo {
  const find = (all: readonly Routine[], one: Routine): Routine | undefined =>
    all.find((other) => signatureOf(other.arguments) === signatureOf(one.arguments));
  const came = after.filter((routine) => find(before, routine) === undefined);
  const went = before.filter((routine) => find(after, routine) === undefined);
  return joined(
    ...came.map((routine) => does(dropRoutine(routine, context))),
    ...went.filter(({ unit }) => unit !== context.unit).map((routine) => createRoutine(routine, context)),
    ...before.map((old) => {
      const now = find(after, old);
      return now === undefined || now === old || old.unit === context.unit ? nothing : changeRoutine(old, now, context);
    }),
  );
}

const dropRoutine = (routine: Routine, context: UndoContext) =>
  statement(
    phase.dropRoutines,
    `DROP ${routine.objectType.toUpperCase()}${ifExists(context)} ${routineSignature(routine)}`,
    `routine:${routine.name.schema}.${routine.name.name}(${signatureOf(routine.arguments)})`,
  );

/** The body of an SQL function is looked into when it is made, so that its tables must be there. */
const phaseOf = ({ language }: Routine) => (language === 'sql' ? phase.sqlRoutines : phase.routines);

function createRoutine(routine: Routine, context: UndoContext): Undo {
  const { owner } = routine;
  const signature = routineSignature(routine);
  return joined(
    does(
      statement(phaseOf(routine), routineText(routine)),
      ...alterations(routine, context),
      ...(owner === undefined
        ? []
        : [
            statement(phase.settings, `ALTER ${routine.objectType.toUpperCase()} ${signature} OWNER TO ${role(owner)}`),
          ]),
    ),
  );
}

/** What ALTER FUNCTION had changed since the statement whose text comes back. */
function alterations(routine: Routine, { texts }: UndoContext) {
  const made = texts.routineOf(routine.text);
  const clauses = made === undefined ? [] : alteredClauses(routine, made);
  return alter(routine, clauses);
}

const alter = (routine: Routine, clauses: readonly string[]) =>
  clauses.length === 0
    ? []
    : [
        statement(
          phase.settings,
          `ALTER ${routine.objectType.toUpperCase()} ${routineSignature(routine)} ${clauses.join(' ')}`,
        ),
      ];

function changeRoutine(old: Routine, now: Routine, context: UndoContext): Undo {
  if (old.text === now.text) {
    const owner =
      old.owner === now.owner
        ? nothing
        : old.owner === undefined
          ? cannot('the former owner is not known', `The former owner of ${routineSignature(old)} is not known.`)
          : does(
              statement(
                phase.settings,
                `ALTER ${old.objectType.toUpperCase()} ${routineSignature(old)} OWNER TO ${role(old.owner)}`,
              ),
            );
    return joined(does(...alter(old, alteredClauses(old, now))), owner);
  }
  if (!mustBeMadeAnew(old, now)) return createRoutine({ ...old, owner: undefined }, context);
  const [dependent] = context.catalog.dependentsOfRoutine(now.name);
  const object = `${formatQualified(old.name)}(${signatureOf(old.arguments)})`;
  const grants = context.catalog.grants('function', old.name).filter((entry) => entry.object === object);
  return joined(
    does(
      statement(
        phase.dropRoutines,
        `DROP ${now.objectType.toUpperCase()}${ifExists(context)} ${routineSignature(now)}`,
      ),
    ),
    createRoutine(old, context),
    does(...grantsText(grants).map((sql) => statement(phase.rights, sql))),
    dependent === undefined
      ? nothing
      : cannot(
          'a function with dependents changes its signature',
          `${quoteName(old.name)} must be dropped to come back as it was, and the ${dependent.objectType} ${dependent.name} uses it.`,
        ),
  );
}
