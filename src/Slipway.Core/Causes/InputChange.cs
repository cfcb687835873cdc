using Slipway.Core.Digests;
using Slipway.Model.Values;

namespace Slipway.Core.Causes;

/// <summary>One difference between two inputs manifests. A closed set of cases.</summary>
public abstract record InputChange
{
    private InputChange()
    {
    }

    /// <summary>A change of the context's files.</summary>
    public abstract record OfFile : InputChange
    {
        private protected OfFile()
        {
        }

        /// <summary>The file's path in the context, as it is now when it is there now.</summary>
        public abstract string Path { get; }
    }

    public sealed record FileAdded(ManifestFile File) : OfFile
    {
        public override string Path => File.Path;
    }

    public sealed record FileRemoved(ManifestFile File) : OfFile
    {
        public override string Path => File.Path;
    }

    /// <summary>The path has another content, another mode, or both; or a link another target.</summary>
    public sealed record FileChanged(ManifestFile Before, ManifestFile After) : OfFile
    {
        public override string Path => After.Path;

        public bool HasOtherMode => Before.Mode != After.Mode;

        public bool HasOtherContent => Before.Sha256 != After.Sha256 || Before.Target != After.Target;
    }

    /// <summary>The same bytes, or the same link, at another path.</summary>
    public sealed record FileRenamed(ManifestFile Before, ManifestFile After) : OfFile
    {
        public override string Path => After.Path;
    }

    /// <param name="Name">The argument.</param>
    /// <param name="Before">Its value; null where it was not given.</param>
    /// <param name="After">Its value; null where it is not given.</param>
    public sealed record Argument(string Name, string? Before, string? After) : InputChange;

    public sealed record CacheBuster(string Before, string After) : InputChange;

    /// <summary>Another file of the context is the Dockerfile.</summary>
    public sealed record Dockerfile(string Before, string After) : InputChange;

    public sealed record Platform(string Before, string After) : InputChange;

    /// <param name="Name">The parent.</param>
    /// <param name="Before">Its digest; null where it was no parent.</param>
    /// <param name="After">Its digest; null where it is no parent any more.</param>
    public sealed record Parent(string Name, InputsDigest? Before, InputsDigest? After) : InputChange;
}
