/**
 * The part of SARIF 2.1.0's JSON schema that the reporter writes, with the standard's own names, required properties,
 * enumerations, limits and `additionalProperties: false`. What the standard allows and the reporter never writes is
 * left out, so that a property that nobody meant to write fails here.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
 */
const object = (properties: Record<string, unknown>, required: readonly string[] = []) => ({
  type: 'object',
  additionalProperties: false,
  properties,
  required,
});
const list = (items: unknown, rest: Record<string, unknown> = {}) => ({ type: 'array', items, ...rest });
const ref = (name: string) => ({ $ref: `#/definitions/${name}` });
const text = { type: 'string' };
const level = { enum: ['none', 'note', 'warning', 'error'] };
const from1 = { type: 'integer', minimum: 1 };
const index = { type: 'integer', minimum: -1 };

export const sarifSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  ...object(
    {
      $schema: { type: 'string', format: 'uri' },
      version: { enum: ['2.1.0'] },
      runs: { type: ['array', 'null'], minItems: 0, uniqueItems: false, items: ref('run') },
    },
    ['version', 'runs'],
  ),
  definitions: {
    run: object(
      {
        tool: object({ driver: ref('toolComponent') }, ['driver']),
        invocations: list(ref('invocation'), { uniqueItems: false }),
        originalUriBaseIds: { type: 'object', additionalProperties: ref('artifactLocation') },
        columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
        artifacts: list(ref('artifact'), { uniqueItems: true }),
        results: { type: ['array', 'null'], uniqueItems: false, items: ref('result') },
      },
      ['tool'],
    ),
    toolComponent: object(
      {
        name: text,
        version: text,
        semanticVersion: text,
        rules: list(ref('reportingDescriptor'), { uniqueItems: true }),
      },
      ['name'],
    ),
    reportingDescriptor: object(
      {
        id: text,
        name: text,
        shortDescription: ref('multiformatMessageString'),
        fullDescription: ref('multiformatMessageString'),
        help: ref('multiformatMessageString'),
        helpUri: { type: 'string', format: 'uri' },
        defaultConfiguration: object({ level }),
        properties: ref('propertyBag'),
      },
      ['id'],
    ),
    multiformatMessageString: object({ text, markdown: text }, ['text']),
    message: object({ text }, ['text']),
    propertyBag: {
      type: 'object',
      additionalProperties: true,
      properties: { tags: list(text, { uniqueItems: true }) },
    },
    invocation: object(
      { executionSuccessful: { type: 'boolean' }, toolExecutionNotifications: list(ref('notification')) },
      ['executionSuccessful'],
    ),
    notification: object({ level, message: ref('message'), locations: list(ref('location'), { uniqueItems: true }) }, [
      'message',
    ]),
    artifact: object({
      location: ref('artifactLocation'),
      roles: list({ enum: ['analysisTarget', 'resultFile', 'standardStream'] }, { uniqueItems: true }),
      sourceLanguage: text,
    }),
    artifactLocation: object({
      uri: { type: 'string', format: 'uri-reference' },
      uriBaseId: text,
      description: ref('message'),
    }),
    location: object({
      physicalLocation: object({ artifactLocation: ref('artifactLocation'), region: ref('region') }),
    }),
    region: object({ startLine: from1, startColumn: from1, endLine: from1, endColumn: from1 }),
    result: object(
      {
        ruleId: text,
        ruleIndex: index,
        level,
        message: ref('message'),
        locations: list(ref('location'), { uniqueItems: false }),
        partialFingerprints: { type: 'object', additionalProperties: text },
        fixes: list(ref('fix'), { uniqueItems: true }),
        suppressions: list(ref('suppression'), { uniqueItems: true }),
        properties: ref('propertyBag'),
      },
      ['message'],
    ),
    fix: object(
      { description: ref('message'), artifactChanges: list(ref('artifactChange'), { minItems: 1, uniqueItems: true }) },
      ['artifactChanges'],
    ),
    artifactChange: object(
      {
        artifactLocation: ref('artifactLocation'),
        replacements: list(
          object({ deletedRegion: ref('region'), insertedContent: object({ text }) }, ['deletedRegion']),
          { minItems: 1, uniqueItems: false },
        ),
      },
      ['artifactLocation', 'replacements'],
    ),
    suppression: object({ kind: { enum: ['inSource', 'external'] }, justification: text }, ['kind']),
  },
};
