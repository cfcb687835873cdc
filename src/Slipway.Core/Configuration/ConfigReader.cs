using System.Collections.Immutable;
using Slipway.Core.Trees;
using Slipway.Core.Yaml;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Text;

namespace Slipway.Core.Configuration;

/// <summary>Reads <c>slipway.yml</c> and reports everything that is wrong with it.</summary>
public static class ConfigReader
{
    /// <summary>The name of the file in the root.</summary>
    public const string FileName = "slipway.yml";

    /// <summary>Bytes; thousands of images take a tenth of it.</summary>
    public const int MaximumSize = 1024 * 1024;

    /// <summary>How many problems are listed.</summary>
    public const int MaximumProblems = 100;

    /// <param name="content">The bytes of the file; null when there is none.</param>
    /// <param name="rootName">The name of the root folder, the default prefix.</param>
    /// <param name="dialects">What the tree may be written in.</param>
    /// <param name="files">The tree, for dialects that read other files of it.</param>
    /// <param name="problems">Gets what is wrong, with line and column.</param>
    /// <param name="digests">Another dialect than the tree's, for digests only; null for the tree's own.</param>
    /// <param name="checkout">What is known of the checkout; null for nothing.</param>
    public static ConfigReading Read(
        ReadOnlyMemory<byte>? content,
        string rootName,
        DialectSet dialects,
        TreeFiles files,
        DiagnosticBag problems,
        Dialect? digests = null,
        CheckoutFacts? checkout = null)
    {
        var draft = new ConfigDraft(DefaultPrefix.From(rootName), dialects)
        {
            Checkout = checkout ?? CheckoutFacts.None,
        };
        var found = new DiagnosticBag();
        bool isWhole = content is { } file
            ? ReadFile(file.Span, files, draft, found, problems)
            : Recognise(files, draft, problems);
        AddLimited(found, problems);
        if (isWhole)
        {
            draft.Config.Dialect.Settle(draft, digests ?? draft.Config.Dialect, problems);
        }

        if (!draft.HasPrefix && isWhole)
        {
            WarnAboutPrefix(rootName, draft.Config.Prefix, content is not null, problems);
        }

        var dialect = draft.Config.Dialect;
        var config = draft.Config with
        {
            Templates = draft.Templates.Over(dialect.Templates),
            PullRequests = draft.PullRequests ?? dialect.PullRequests,
        };
        return new ConfigReading(
            config, draft.Images.ToImmutable(), isWhole && draft.IsFolderKnown, draft.ListsAllImages)
        {
            Nameless = draft.Nameless.ToImmutable(),
            UnlistedDoubt = draft.UnlistedDoubt,
            LeftOut = draft.LeftOut.ToSorted(),
        };
    }

    /// <summary>Takes over what the tree's own files say, in the first dialect that they show.</summary>
    private static bool Recognise(TreeFiles files, ConfigDraft draft, DiagnosticBag problems)
    {
        var plain = draft.Config.Dialect;
        foreach (var dialect in draft.Dialects.All)
        {
            if (!dialect.Fill(files, draft, isAskedFor: false, problems))
            {
                return false;
            }

            if (draft.Config.Dialect != plain)
            {
                break;
            }
        }

        return true;
    }

    private static bool ReadFile(
        ReadOnlySpan<byte> content, TreeFiles files, ConfigDraft draft, DiagnosticBag found, DiagnosticBag problems)
    {
        if (YamlText.Decode(content, FileName, MaximumSize, found) is not { } text
            || !YamlTreeReader.TryRead(text, FileName, found, out var root))
        {
            return false;
        }

        // Before the keys of this file, which go over what the dialect's own files say.
        bool isWhole =
            ConfigKeys.DialectOf(root, draft.Dialects)?.Fill(files, draft, isAskedFor: true, problems) ?? true;
        if (root is not null)
        {
            new ConfigValues(found).ReadKeys(root, FileName, ConfigKeys.Top, draft);
        }

        return isWhole && (root is null or YamlMap);
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
                $"The root folder's name '{Display.Text(rootName)}' cannot be the prefix of namespaces, "
                + $"so it is '{prefix}'",
                $"Set 'prefix:' in {FileName}.",
                hasFile ? new SourceLocation(FileName) : null,
                Severity.Warning));
        }
    }
}

/// <summary>What reading <c>slipway.yml</c> gave.</summary>
/// <param name="Config">Defaults where the file says nothing, or something wrong.</param>
/// <param name="Images">What is said about images: taskgraph's entries, then those below <c>images:</c>, in the order
/// of the files.</param>
/// <param name="IsWhole">Whether the images' folder and entries are known; else nothing can be said about
/// images.</param>
/// <param name="ListsAll">Whether only what is listed is an image; else a folder with a Dockerfile is one too.</param>
public sealed record ConfigReading(
    SlipwayConfig Config,
    ImmutableArray<ImageEntry> Images,
    bool IsWhole,
    bool ListsAll)
{
    /// <summary>What is meant to be an image and can be none.</summary>
    public ImmutableArray<NamelessImage> Nameless { get; init; } = [];

    /// <summary>Why images that are folders, which no file lists, are left out; null when they are not.</summary>
    public DigestDoubt? UnlistedDoubt { get; init; }

    /// <summary>What leaves images out, each said once for all that it leaves out.</summary>
    public ImmutableArray<Diagnostic> LeftOut { get; init; } = [];
}
