/** Time as the runner sees it. Both in milliseconds. */
export interface Clock {
  /** Never goes back; its zero means nothing. */
  now(): number;
  sleep(duration: number): Promise<void>;
}
