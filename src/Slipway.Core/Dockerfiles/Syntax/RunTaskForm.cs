using System.Collections.Immutable;

namespace Slipway.Core.Dockerfiles.Syntax;

/// <summary>What <c># %include-run-task</c> stands for: files of taskgraph, and where the image gets them.</summary>
/// <param name="Files">In the order of the lines that copy them.</param>
/// <remarks>The lines are part of digests, so they follow the programs that made them to the byte.</remarks>
public sealed record RunTaskForm(ImmutableArray<RunTaskFile> Files)
{
    /// <summary>taskgraph's own (<c>taskgraph/util/docker.py</c>).</summary>
    public static readonly RunTaskForm Taskgraph = new(
    [
        new("run-task", "/usr/local/bin/run-task"),
        new("fetch-content", "/usr/local/bin/fetch-content"),
        new("robustcheckout.py", "/usr/local/mercurial/robustcheckout.py"),
        new("hgrc", "/etc/mercurial/hgrc.d/mozilla.rc"),
    ]);

    /// <summary>That of newer gecko (<c>gecko_taskgraph/__init__.py</c>).</summary>
    public static readonly RunTaskForm Gecko = new(
    [
        new("run-task", "/builds/worker/bin/run-task-git"),
        new("fetch-content", "/builds/worker/bin/fetch-content"),
    ]);
}

/// <summary>A file of taskgraph's folder <c>run-task</c>, and where the image gets it.</summary>
public sealed record RunTaskFile(string Source, string Target);
