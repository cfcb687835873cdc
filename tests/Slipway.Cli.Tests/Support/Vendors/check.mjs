// Checks a file as its vendor does: `node check.mjs github|gitlab FILE`. Prints what is wrong with it, or nothing.
import { readFileSync } from "node:fs";
import { register } from "node:module";

const [vendor, file] = process.argv.slice(2);
const text = readFileSync(file, "utf8");
const problems = vendor === "github" ? await gitHub() : await gitLab();
for (const problem of problems) {
  console.log(problem);
}

// The parser of GitHub's own language services, with its schema of workflows. It imports JSON in a way that bundlers know
// and node does not.
async function gitHub() {
  const hook = `export async function load(url, context, next) {
    return url.endsWith(".json")
      ? { format: "module", shortCircuit: true, source: "export default " + (await import("node:fs")).readFileSync(new URL(url), "utf8") }
      : next(url, context);
  }`;
  register(`data:text/javascript,${encodeURIComponent(hook)}`);
  const { parseWorkflow, NoOperationTraceWriter, convertWorkflowTemplate } = await import("@actions/workflow-parser");
  const result = parseWorkflow({ name: file, content: text }, new NoOperationTraceWriter());
  const errors = result.context.errors.getErrors();
  if (errors.length === 0) {
    await convertWorkflowTemplate(result.context, result.value);
  }
  return result.context.errors.getErrors().map((error) => error.message);
}

// GitLab's schema, as gitlab-ci-local carries it.
async function gitLab() {
  const { default: Ajv } = await import("ajv");
  const { parse } = await import("yaml");
  const { schema } = await import("./package/src/schema/schema.js");
  const validate = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(schema);
  return validate(parse(text)) ? [] : validate.errors.map((error) => `${error.instancePath} ${error.message}`);
}
