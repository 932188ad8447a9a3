/** `record[key]` for a key that users choose: a type may be called `constructor`, which every object has. */
export const ownValue = <Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;
