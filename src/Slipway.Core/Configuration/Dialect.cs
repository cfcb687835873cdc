using System.Collections.Immutable;
using Slipway.Core.Contexts;
using Slipway.Core.Dockerfiles.Syntax;
using Slipway.Core.Edges;
using Slipway.Core.Images;
using Slipway.Core.Includes;
using Slipway.Core.Trees;
using Slipway.Model.Configuration;
using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Configuration;

/// <summary>
/// A way in which trees say what their images are, and in which their digests are made:
/// everything in which such ways differ.
/// </summary>
public abstract class Dialect
{
    /// <summary>What <c>scheme:</c> and <c>--scheme</c> call it.</summary>
    public abstract string Name { get; }

    /// <summary>Where builds are indexed, unless <c>index:</c> says otherwise.</summary>
    public abstract IndexTemplates Templates { get; }

    /// <summary>Where builds of pull requests are indexed, unless <c>pull-requests:</c> says otherwise.</summary>
    public abstract PullRequestScope PullRequests { get; }

    /// <summary>How Dockerfiles are read.</summary>
    public abstract DockerfileRules Dockerfiles { get; }

    /// <summary>
    /// Whether an image that a Dockerfile names is a parent; else <c>parent:</c> alone says what is one.
    /// </summary>
    public abstract bool ReferencesMakeParents { get; }

    /// <summary>Whether an image may be built from another file than <c>Dockerfile</c>.</summary>
    public abstract bool NamesDockerfiles { get; }

    /// <summary>
    /// The lines of which an image's digest is made, its context's archive among them; null when it is the hash of its
    /// inputs manifest.
    /// </summary>
    public abstract DigestLines? DigestLines { get; }

    /// <summary>
    /// Whether the same inputs are the same image under every name; else each name is built by itself.
    /// </summary>
    public virtual bool SharesDigests => true;

    /// <summary>Whether an image that every push builds has a digest all the same.</summary>
    public virtual bool UncachedHaveDigests => true;

    /// <summary>How the tasks look that build images.</summary>
    public abstract ImageTaskRules Tasks { get; }

    /// <summary>Whether a <c>.dockerignore</c> keeps files out of contexts.</summary>
    public abstract bool HonoursDockerignore { get; }

    /// <summary>Whether trees of this dialect have digests of another one too.</summary>
    public virtual bool HasDigestsOf(Dialect other) => other == this || !other.IsOfOwnTreesOnly;

    /// <summary>Whether its digests count what only trees that are written for it have.</summary>
    public virtual bool IsOfOwnTreesOnly => false;

    /// <summary>How files are collected into contexts.</summary>
    /// <param name="resolver">Follows links within the root.</param>
    public abstract ContextRules Contexts(LinkResolver resolver);

    /// <summary>Folders of run-task files that a tree has without saying so, the likeliest first.</summary>
    public virtual IEnumerable<RunTaskCopy> RunTaskCopies(TreeFiles files) => [];

    /// <summary>Takes over what the tree's own files say, for <c>slipway.yml</c> to go over it.</summary>
    /// <param name="files">The tree.</param>
    /// <param name="draft">Gets it; stays as it is when there are no such files.</param>
    /// <param name="isAskedFor">Whether <c>slipway.yml</c> names this dialect; else the tree must show by itself that
    /// it is of it.</param>
    /// <param name="problems">Gets what is wrong with the files.</param>
    /// <returns>False when something that decides about the images could not be read.</returns>
    public abstract bool Fill(TreeFiles files, ConfigDraft draft, bool isAskedFor, DiagnosticBag problems);

    /// <summary>
    /// Leaves out the images whose digests could be wrong, after <c>slipway.yml</c> has said what it knows.
    /// </summary>
    /// <param name="draft">What the tree's files and <c>slipway.yml</c> say.</param>
    /// <param name="digests">The dialect of the digests that are asked for.</param>
    /// <param name="problems">Gets what is wrong with what <c>slipway.yml</c> says of them.</param>
    public abstract void Settle(ConfigDraft draft, Dialect digests, DiagnosticBag problems);
}

/// <summary>Gives the lines of which an image's digest is made: the SHA-256 of them, joined by line feeds.</summary>
public delegate ImmutableArray<string> DigestLines(DigestMaterial material);

/// <summary>What an image's digest can be made of.</summary>
/// <param name="ArchiveHash">The SHA-256 of the context's tar.</param>
/// <param name="FileHashes">SHA-256 of each file of the context; null for links.</param>
/// <param name="Image">The image, or packages.</param>
/// <param name="Config">The tree's configuration.</param>
/// <param name="Parents">What it needs, each with its digest in this dialect.</param>
public sealed record DigestMaterial(
    Sha256Digest ArchiveHash,
    IReadOnlyList<Sha256Digest?> FileHashes,
    ImageDefinition Image,
    SlipwayConfig Config,
    ImmutableArray<(ImageEdge Edge, InputsDigest Digest)> Parents);
