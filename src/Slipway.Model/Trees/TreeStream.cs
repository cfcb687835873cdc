using Slipway.Model.Streams;

namespace Slipway.Model.Trees;

/// <summary>A file of the tree, open for reading from its start.</summary>
public abstract class TreeStream : ForwardStream
{
    /// <summary>The stamp of the open file as it is now, whatever its path has come to name since.</summary>
    public abstract FileStamp CurrentStamp();
}
