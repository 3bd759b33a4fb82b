export { parseLvsCf, type Parsed } from "./parse.ts";
export { renderLvsCf } from "./render.ts";
export type { Problem } from "./problem.ts";
export { DIRECTIVES, directiveOf, directiveOfField, checkKindsOf, LEVELS } from "./directives.ts";
export type { Directive, Level, Origin } from "./directive.ts";
export { editLvsCf, type Edit, type Edited } from "./edit.ts";
