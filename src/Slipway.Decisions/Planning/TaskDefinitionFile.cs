using Slipway.Model.Values;

namespace Slipway.Decisions.Planning;

/// <summary>A file that defines a task.</summary>
/// <param name="Path">Below the folder of the definitions: it makes the task's id.</param>
/// <param name="Name">As a person finds it, for messages.</param>
/// <param name="TreePath">Below the root of the tree; null for a file elsewhere.</param>
/// <param name="Content">The bytes.</param>
public sealed record TaskDefinitionFile(RelativePath Path, string Name, RelativePath? TreePath, ReadOnlyMemory<byte> Content);
