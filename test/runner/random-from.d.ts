/** A pseudo-random generator (mulberry32), so that a failing run can be repeated by its seed. */
export function randomFrom(seed: number): () => number;
