/** The steps by which a trainer moves a clock, as ISO 8601 durations. */
export const advances = [
  ['2 min', 'PT2M'],
  ['30 min', 'PT30M'],
  ['1 day', 'P1D'],
] as const
