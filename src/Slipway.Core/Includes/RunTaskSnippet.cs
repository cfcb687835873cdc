using System.Text;

namespace Slipway.Core.Includes;

/// <summary>The lines that <c># %include-run-task</c> adds to a Dockerfile.</summary>
/// <remarks>They are part of digests, so they follow <c>taskgraph/util/docker.py</c> to the byte.</remarks>
internal static class RunTaskSnippet
{
    private static readonly (string Source, string Target)[] Copies =
    [
        ("run-task", "/usr/local/bin/run-task"),
        ("fetch-content", "/usr/local/bin/fetch-content"),
        ("robustcheckout.py", "/usr/local/mercurial/robustcheckout.py"),
        ("hgrc", "/etc/mercurial/hgrc.d/mozilla.rc"),
    ];

    public static void AppendTo(StringBuilder text, string lineEnd)
    {
        foreach (var (source, target) in Copies)
        {
            text.Append("COPY run-task/").Append(source).Append(' ').Append(target).Append(lineEnd);
        }
    }
}
