/** Where an advisor and the rules mean to differ. */
export interface Difference {
  readonly lint: string;
  /** Who of the two reports. */
  readonly told: 'advisor' | 'rule';
  readonly because: string;
  /** What stands in the SQL of its cases. */
  readonly cases: readonly string[];
}
