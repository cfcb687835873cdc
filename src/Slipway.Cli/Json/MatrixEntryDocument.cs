using Slipway.Core.Explaining;

namespace Slipway.Cli.Json;

/// <summary>One image to build, as the job of a matrix sees it: <c>${{ matrix.image }}</c>.</summary>
internal sealed record MatrixEntryDocument(string Image, string Digest, string Action, string Cause);
