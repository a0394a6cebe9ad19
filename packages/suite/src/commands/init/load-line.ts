/** The line that loads something, in an ES module, TypeScript included, or in CommonJS. */
export function loadLine(names: string, from: string, isModule: boolean): string {
  const quoted = `'${from}'`;
  return isModule ? `import ${names} from ${quoted};` : `const ${names} = require(${quoted});`;
}
