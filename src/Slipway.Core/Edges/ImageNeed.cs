using Slipway.Model.Diagnostics;
using Slipway.Model.Values;

namespace Slipway.Core.Edges;

/// <summary>Something that an image needs besides what its Dockerfile and <c>parent:</c> name.</summary>
/// <param name="Name">What it needs.</param>
/// <param name="Role">What for.</param>
/// <param name="Location">Where that is said.</param>
public sealed record ImageNeed(ImageName Name, EdgeRoles Role, SourceLocation Location);
