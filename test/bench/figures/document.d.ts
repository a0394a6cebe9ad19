export function figureFiles(): Record<string, string>;
