using System.Globalization;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Serving;

namespace U2Video.Pipeline.Tests.Serving;

public sealed class SharedPredictorsTests : IDisposable
{
    private static readonly NetworkChoice Small = new("portrait-lite", "64", "cpu");
    private static readonly NetworkChoice Large = new("portrait-lite", "96", "cpu");

    private readonly SharedPredictors _predictors;
    private int _opened;

    public SharedPredictorsTests() => _predictors = new SharedPredictors(OpenAsync);

    [Fact]
    public void The_same_choice_is_one_network()
    {
        var users = new MaskPredictor[4];
        Parallel.For(0, users.Length, i => users[i] = _predictors.Use(Small, TestContext.Current.CancellationToken));

        Assert.All(users, user => Assert.Same(users[0], user));
        Assert.Equal((1, 1), (_opened, _predictors.Count));
    }

    [Fact]
    public void The_last_network_stays_until_another_is_used()
    {
        var first = _predictors.Use(Small, TestContext.Current.CancellationToken);
        _predictors.Release(Small);
        Assert.Same(first, _predictors.Use(Small, TestContext.Current.CancellationToken));
        Assert.Equal(1, _opened);

        // As a client does that changes its mind: the new one is used before the old one is given back.
        _predictors.Use(Large, TestContext.Current.CancellationToken);
        Assert.Equal(2, _predictors.Count);
        _predictors.Release(Small);

        Assert.Equal(1, _predictors.Count);
        Assert.NotSame(first, _predictors.Use(Small, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void What_could_not_be_opened_is_tried_again()
    {
        var wrong = Small with { Model = "wrong" };

        Assert.Throws<ModelException>(() => _predictors.Use(wrong, TestContext.Current.CancellationToken));
        Assert.Throws<ModelException>(() => _predictors.Use(wrong, TestContext.Current.CancellationToken));

        Assert.Equal((2, 0), (_opened, _predictors.Count));
    }

    public void Dispose() => _predictors.Dispose();

    private Task<MaskPredictor> OpenAsync(NetworkChoice choice, CancellationToken cancellation)
    {
        Interlocked.Increment(ref _opened);
        return choice.Model == "wrong"
            ? throw new ModelException("wrong: no such model.")
            : Task.FromResult(new MaskPredictor(
                U2NetModel.LoadEmbedded(), ComputeDevice.Resolve(choice.Device), int.Parse(choice.Size!, CultureInfo.InvariantCulture)));
    }
}
