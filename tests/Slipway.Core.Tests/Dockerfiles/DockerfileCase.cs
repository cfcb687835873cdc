using System.Collections.Immutable;
using System.Text;
using Slipway.Core.Dockerfiles;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Dialects.Taskgraph;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Tests.Dockerfiles;

/// <summary>Reads one Dockerfile as a test says it.</summary>
internal static class DockerfileCase
{
    public const string OnDisk = "images/a/Dockerfile";

    public static DockerfileSettings InSlipway(params (string Name, string Value)[] args) =>
        new() { Args = ToArgs(args) };

    public static DockerfileSettings InTaskgraph(params (string Name, string Value)[] args) =>
        new() { Args = ToArgs(args), Rules = TaskgraphDialect.Instance.Dockerfiles };

    public static DockerfileSettings WithParent(this DockerfileSettings settings, string parent) =>
        settings with { Parent = ImageName.Parse(parent) };

    /// <summary>Reads a sound Dockerfile.</summary>
    public static ExpandedDockerfile Read(string text, DockerfileSettings? settings = null)
    {
        var problems = new DiagnosticBag();
        var dockerfile = DockerfileReader.Read(Encoding.UTF8.GetBytes(text), OnDisk, settings ?? InSlipway(), problems);
        problems.ThrowIfErrors();
        return dockerfile!;
    }

    /// <summary>Reads a Dockerfile that has problems.</summary>
    public static ImmutableArray<Diagnostic> Problems(string text, DockerfileSettings? settings = null) =>
        Problems(Encoding.UTF8.GetBytes(text), settings);

    public static ImmutableArray<Diagnostic> Problems(byte[] content, DockerfileSettings? settings = null)
    {
        var problems = new DiagnosticBag();
        var dockerfile = DockerfileReader.Read(content, OnDisk, settings ?? InSlipway(), problems);
        Assert.Equal(problems.HasErrors, dockerfile is null);
        return problems.ToSorted();
    }

    public static string Expand(string text, DockerfileSettings? settings = null) =>
        Encoding.UTF8.GetString(Read(text, settings).Content.Span);

    public static string[] Resolved(string text, DockerfileSettings? settings = null) =>
        [.. Read(text, settings).References.Select(use => use.Resolved)];

    private static ImmutableSortedDictionary<string, string> ToArgs((string Name, string Value)[] args) =>
        args.ToImmutableSortedDictionary(arg => arg.Name, arg => arg.Value, StringComparer.Ordinal);
}
