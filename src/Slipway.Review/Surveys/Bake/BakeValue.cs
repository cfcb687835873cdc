using System.Collections.Immutable;

namespace Slipway.Review.Surveys.Bake;

/// <summary>A value of a bake file, as far as it is known without running bake.</summary>
internal abstract record BakeValue
{
    private BakeValue()
    {
    }

    /// <summary>A text, a number or a truth, as text.</summary>
    public sealed record Scalar(string Text) : BakeValue;

    public sealed record Nothing : BakeValue
    {
        public static readonly Nothing Instance = new();
    }

    public sealed record List(ImmutableArray<BakeValue> Items) : BakeValue;

    /// <summary>In the order of the file.</summary>
    public sealed record Map(ImmutableArray<KeyValuePair<string, BakeValue>> Entries) : BakeValue
    {
        public BakeValue? Find(string key) =>
            Entries.Where(entry => entry.Key == key).Select(entry => entry.Value).LastOrDefault();
    }

    /// <summary>What only bake can say: a function, an operation.</summary>
    /// <param name="Why">In a few words.</param>
    public sealed record Unknown(string Why) : BakeValue;

    public static readonly Scalar True = new("true");

    public static readonly Scalar False = new("false");
}

/// <summary>The blocks of a bake file that count.</summary>
/// <param name="Targets">By name, in the order of the file; of a name that is there twice, all.</param>
internal sealed record BakeFile(ImmutableArray<BakeTarget> Targets);

/// <summary>A target as one block has it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Keys">Its keys, each with its value.</param>
internal sealed record BakeTarget(string Name, int Line, ImmutableDictionary<string, BakeValue> Keys);
