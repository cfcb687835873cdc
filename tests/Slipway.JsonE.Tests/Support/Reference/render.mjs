// Renders templates with the first implementation: `node render.mjs FILE`. Each line of the file is a template and a
// context; for each there is a line with what came of it: {result}, {error} as the language words it, or {thrown}.
import { readFileSync } from "node:fs";
import render from "json-e";

// A function of the context.
const wrap = (...given) => given;
const named = ["TemplateError", "InterpreterError", "BuiltinError", "SyntaxError"];
const lines = readFileSync(process.argv[2], "utf8").split("\n").filter((line) => line);
console.log(lines.map((line) => JSON.stringify(outcome(...JSON.parse(line)))).join("\n"));

function outcome(template, context) {
  try {
    return { result: render(template, { ...context, wrap }) };
  } catch (error) {
    return named.includes(error.name) && error.location
      ? { error: error.toString() }
      : { thrown: String(error) };
  }
}
