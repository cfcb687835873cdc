using System.Collections.Immutable;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Configuration;

/// <summary>What the keys of <c>slipway.yml</c> have filled in so far.</summary>
/// <param name="prefix">The prefix of namespaces, unless the file has another.</param>
/// <param name="dialects">What <c>scheme</c> may name.</param>
public sealed class ConfigDraft(string prefix, DialectSet dialects)
{
    /// <summary>What <c>scheme</c> may name.</summary>
    public DialectSet Dialects { get; } = dialects;

    /// <summary>What is known of the checkout besides.</summary>
    public CheckoutFacts Checkout { get; init; } = CheckoutFacts.None;

    public SlipwayConfig Config { get; set; } = new() { Prefix = prefix };

    public bool HasPrefix { get; set; }

    /// <summary>Changes the settings of one dialect or backend.</summary>
    public void Change<T>(Func<T, T> change)
        where T : class, new() =>
        Config = Config.With(change(Config.Extensions.Get<T>()));

    /// <summary>False when <c>folder</c> is there and wrong, so that its default says nothing.</summary>
    public bool IsFolderKnown { get; set; } = true;

    /// <summary>
    /// Whether <see cref="Images"/> are all images there are; else a folder with a Dockerfile is one too.
    /// </summary>
    public bool ListsAllImages { get; set; }

    /// <summary>Null while it is not given: the default depends on the scheme.</summary>
    public PullRequestScope? PullRequests { get; set; }

    /// <summary>Whether this file names the image that builds images.</summary>
    public bool HasImageBuilder { get; set; }

    /// <summary>What goes for every image of the tree, unless this file says what it does to digests.</summary>
    public ImmutableArray<DigestDoubt>.Builder Doubts { get; } = ImmutableArray.CreateBuilder<DigestDoubt>();

    /// <summary>Why images that are folders, which no file lists, are left out; null when they are not.</summary>
    public DigestDoubt? UnlistedDoubt { get; set; }

    /// <summary>What leaves images out, each said once for all that it leaves out.</summary>
    public DiagnosticBag LeftOut { get; } = new();

    public TemplatesDraft Templates { get; } = new();

    public ImmutableSortedDictionary<string, Level>.Builder Projects { get; } =
        ImmutableSortedDictionary.CreateBuilder<string, Level>(StringComparer.Ordinal);

    public ImmutableArray<ImageEntry>.Builder Images { get; } = ImmutableArray.CreateBuilder<ImageEntry>();

    /// <summary>What is meant to be an image and can be none.</summary>
    public ImmutableArray<NamelessImage>.Builder Nameless { get; } = ImmutableArray.CreateBuilder<NamelessImage>();
}

/// <summary>What is meant to be an image, but has no name that one can have, or is not written as one.</summary>
/// <param name="Text">What it is called.</param>
/// <param name="Problem">What is wrong; a warning when it is only left out.</param>
public sealed record NamelessImage(string Text, Diagnostic Problem);

/// <summary>The templates that are given; the others depend on the scheme.</summary>
public sealed class TemplatesDraft
{
    public string? Hash { get; set; }

    public string? Latest { get; set; }

    public string? PushDate { get; set; }

    public IndexTemplates Over(IndexTemplates defaults) =>
        new(Hash ?? defaults.Hash, Latest ?? defaults.Latest, PushDate ?? defaults.PushDate);
}
