using Slipway.Model.Diagnostics;

namespace Slipway.Core.Edges;

/// <summary>Where the text of a reference stands, for those who want to change it there.</summary>
public abstract record ReferenceOrigin
{
    private ReferenceOrigin()
    {
    }

    /// <summary>
    /// In the Dockerfile on disk, whole and without escapes: at the instruction, or as the default of an <c>ARG</c>.
    /// </summary>
    /// <param name="Offset">Where it starts, in bytes of the file on disk.</param>
    /// <param name="Length">How many bytes it takes.</param>
    /// <param name="Location">Its line.</param>
    public sealed record InDockerfile(int Offset, int Length, SourceLocation Location) : ReferenceOrigin;

    /// <summary>It is the value that the image gives an argument with <c>args:</c> or <c>parent:</c>.</summary>
    /// <param name="Name">The argument's name.</param>
    public sealed record InArgument(string Name) : ReferenceOrigin;

    /// <summary>It is put together from several places.</summary>
    public sealed record Composed : ReferenceOrigin
    {
        public static readonly Composed Instance = new();
    }
}
