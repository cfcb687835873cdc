namespace Slipway.Core.Edges;

/// <summary>How a Dockerfile names another image.</summary>
public enum ReferenceKind
{
    /// <summary><c>FROM image</c>.</summary>
    From,

    /// <summary><c>COPY --from=image</c>.</summary>
    CopyFrom,

    /// <summary><c>RUN --mount=…,from=image</c> (BuildKit).</summary>
    RunMount,

    /// <summary><c># syntax=image</c>: the frontend that BuildKit reads the file with.</summary>
    Frontend,
}
