using Slipway.Model.Diagnostics;

namespace Slipway.Core.Includes;

/// <summary>A line <c># %include &lt;path&gt;</c> or <c># %include-run-task</c>.</summary>
/// <param name="Path">The path as written, after the expansion of <c>%ARG</c>s; empty for run-task.</param>
/// <param name="IsRunTask">Whether it is <c># %include-run-task</c>.</param>
/// <param name="Location">The line in the Dockerfile as it is on disk.</param>
public sealed record IncludeDirective(string Path, bool IsRunTask, SourceLocation Location);
