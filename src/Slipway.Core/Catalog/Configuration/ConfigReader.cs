using Slipway.Core.Catalog.Yaml;
using Slipway.Core.Diagnostics;
using Slipway.Core.Digests;
using Slipway.Core.Values;

namespace Slipway.Core.Catalog.Configuration;

/// <summary>Reads <c>slipway.yml</c> and reports everything that is wrong with it.</summary>
internal static class ConfigReader
{
    /// <summary>The name of the file in the root.</summary>
    public const string FileName = "slipway.yml";

    /// <summary>Bytes; thousands of images take a tenth of it.</summary>
    public const int MaximumSize = 1024 * 1024;

    /// <summary>How many problems are listed.</summary>
    public const int MaximumProblems = 100;

    /// <param name="content">The bytes of the file; null when there is none.</param>
    /// <param name="rootName">The name of the root folder, the default prefix.</param>
    /// <param name="problems">Gets what is wrong, with line and column.</param>
    public static ConfigReading Read(ReadOnlyMemory<byte>? content, string rootName, DiagnosticBag problems)
    {
        var draft = new ConfigDraft(DefaultPrefix.From(rootName));
        var found = new DiagnosticBag();
        bool isWhole = content is null || ReadFile(content.Value.Span, draft, found);
        AddLimited(found, problems);
        if (!draft.HasPrefix && isWhole)
        {
            WarnAboutPrefix(rootName, draft.Config.Prefix, content is not null, problems);
        }

        // With taskgraph's digests go taskgraph's namespaces, so that each finds what the other indexed.
        bool isTaskgraph = draft.Config.Scheme == DigestScheme.Taskgraph;
        var config = draft.Config with
        {
            Templates = draft.Templates.Over(isTaskgraph ? IndexTemplates.Taskgraph : IndexTemplates.Slipway),
            PullRequests = draft.PullRequests
                ?? (isTaskgraph ? PullRequestScope.Shared : PullRequestScope.Isolated),
        };
        return new ConfigReading(config, draft.Images.ToImmutable(), isWhole && draft.IsFolderKnown);
    }

    private static bool ReadFile(ReadOnlySpan<byte> content, ConfigDraft draft, DiagnosticBag problems)
    {
        if (Decode(content, problems) is not { } text || !YamlTreeReader.TryRead(text, FileName, problems, out var root))
        {
            return false;
        }

        if (root is not null)
        {
            new ConfigValues(problems).ReadKeys(root, FileName, ConfigKeys.Top, draft);
        }

        return root is null or YamlMap;
    }

    private static string? Decode(ReadOnlySpan<byte> content, DiagnosticBag problems)
    {
        if (content.Length > MaximumSize)
        {
            problems.Add(new Diagnostic(
                ConfigurationCodes.TooLarge,
                $"{FileName} is larger than the {MaximumSize} bytes that are read",
                "Check that it is the right file.",
                new SourceLocation(FileName)));
            return null;
        }

        if (Utf8Text.TryDecode(content, out string text, out int badLine))
        {
            return text.TrimStart('\ufeff');
        }

        problems.Add(new Diagnostic(
            ConfigurationCodes.NotUtf8,
            $"{FileName} is not UTF-8 text",
            "Save it as UTF-8.",
            new SourceLocation(FileName, badLine)));
        return null;
    }

    private static void AddLimited(DiagnosticBag found, DiagnosticBag problems)
    {
        var sorted = found.ToSorted();
        problems.AddRange(sorted.Take(MaximumProblems));
        if (sorted.Length > MaximumProblems)
        {
            problems.Add(new Diagnostic(
                ConfigurationCodes.TooManyProblems,
                $"{FileName} has {sorted.Length - MaximumProblems} more problems than are listed",
                "Correct those that are listed first.",
                new SourceLocation(FileName)));
        }
    }

    private static void WarnAboutPrefix(string rootName, string prefix, bool hasFile, DiagnosticBag problems)
    {
        if (prefix != rootName)
        {
            problems.Add(new Diagnostic(
                ConfigurationCodes.PrefixChanged,
                $"The root folder's name '{Display.Text(rootName)}' cannot be the prefix of namespaces, so it is '{prefix}'",
                $"Set 'prefix:' in {FileName}.",
                hasFile ? new SourceLocation(FileName) : null,
                Severity.Warning));
        }
    }
}
