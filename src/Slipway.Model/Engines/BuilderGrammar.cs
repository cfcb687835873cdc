namespace Slipway.Model.Engines;

/// <summary>How what builds in an engine reads a Dockerfile, as far as builders differ.</summary>
/// <param name="Heredocs">Whether it knows here-documents by itself.</param>
/// <param name="Frontends">Whether it runs the image that <c># syntax=</c> names to read the file.</param>
/// <param name="Transports">Whether a name may be a place on the machine, such as <c>oci:/path</c> or
/// <c>docker-archive:file</c>.</param>
public sealed record BuilderGrammar(bool Heredocs, bool Frontends, bool Transports)
{
    /// <summary>
    /// Whether it puts the values of variables into a mount of <c>RUN</c> before it reads its fields, not after.
    /// </summary>
    public bool MountsOfVariables { get; init; }
}
