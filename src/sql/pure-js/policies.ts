import type { Operation, PolicyCommand } from '../operation.js';
import { readParenthesisedExpression } from './read-expression.js';
import { readRoles } from './roles.js';
import type { TokenReader } from './token-reader.js';

const commands: readonly PolicyCommand[] = ['all', 'select', 'insert', 'update', 'delete'];

/** After CREATE POLICY. */
export function readCreatePolicy(reader: TokenReader): Operation {
  const policy = reader.name();
  reader.expect('on');
  const table = reader.qualifiedName();
  const permissive = !reader.take('as') || reader.expectOneOf(['permissive', 'restrictive']) === 'permissive';
  const command = reader.take('for') ? reader.expectOneOf(commands) : 'all';
  const roles = reader.take('to') ? readRoles(reader) : undefined;
  const conditions = readConditions(reader);
  const facts = { policy, table, permissive, command, roles: roles ?? ['public'], rolesWritten: roles !== undefined };
  return { kind: 'createPolicy', span: reader.span, ...facts, ...conditions };
}

/** After ALTER POLICY. */
export function readAlterPolicy(reader: TokenReader): Operation {
  const policy = reader.name();
  reader.expect('on');
  const table = reader.qualifiedName();
  if (reader.take('rename', 'to')) {
    const object = { name: policy, on: table };
    const to = reader.name();
    reader.expectDone();
    return {
      kind: 'renameObject',
      span: reader.span,
      objectType: 'policy',
      object,
      to,
      ifExists: false,
      viaTable: false,
    };
  }
  const roles = reader.take('to') ? readRoles(reader) : undefined;
  return { kind: 'alterPolicy', span: reader.span, policy, table, roles, ...readConditions(reader) };
}

function readConditions(reader: TokenReader) {
  const using = reader.take('using') ? readParenthesisedExpression(reader) : undefined;
  const withCheck = reader.take('with', 'check') ? readParenthesisedExpression(reader) : undefined;
  reader.expectDone();
  return { using, withCheck };
}
