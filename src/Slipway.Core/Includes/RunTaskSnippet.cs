using System.Text;
using Slipway.Core.Dockerfiles.Syntax;

namespace Slipway.Core.Includes;

/// <summary>The lines that <c># %include-run-task</c> adds to a Dockerfile.</summary>
internal static class RunTaskSnippet
{
    public static void AppendTo(StringBuilder text, RunTaskForm form, string lineEnd)
    {
        foreach (var (source, target) in form.Files)
        {
            text.Append("COPY run-task/").Append(source).Append(' ').Append(target).Append(lineEnd);
        }
    }
}
